package dev.groundwork.emulator.clients;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.Emulator;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/// An emulator on a free port at this machine's own time, which clients compare with certificates.
final class LocalCloud implements AutoCloseable {
  private final Emulator emulator;

  LocalCloud(Path folder) {
    emulator =
        new Emulator(
            Catalog.standard(),
            ShapeArchive.standard(),
            folder,
            Clock.systemUTC(),
            new Random(7),
            Emulator.Options.DEFAULTS);
    emulator.start(0);
  }

  String url() {
    return emulator.url();
  }

  /// Where an API answers: `http://127.0.0.1:8086/storage.googleapis.com/`.
  String api(String name) {
    return url() + "/" + name + ".googleapis.com/";
  }

  /// Makes a project that is paid for, with these APIs enabled.
  void project(String id, List<String> apis) {
    send(
        "POST",
        api("cloudresourcemanager") + "v3/projects",
        Fields.EMPTY.with("projectId", id).with("parent", "organizations/1"));
    send(
        "PUT",
        api("cloudbilling") + "v1/projects/" + id + "/billingInfo",
        Fields.EMPTY.with("billingAccountName", "billingAccounts/012345-6789AB-CDEF01"));
    List<String> services = apis.stream().map(name -> name + ".googleapis.com").toList();
    send(
        "POST",
        api("serviceusage") + "v1/projects/" + id + "/services:batchEnable",
        Fields.EMPTY.with("serviceIds", Value.texts(services)));
  }

  private static void send(String verb, String url, Fields body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .method(verb, BodyPublishers.ofString(Json.write(body)))
            .header("Content-Type", "application/json")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(url + ": " + response.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    emulator.close();
  }
}
