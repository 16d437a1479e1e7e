import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// Starts an emulator as a user does and asks it: how long until it answers, how much memory it holds when idle with a project
/// and 100 secrets in it, and how long one GET takes after another, beside the same GETs of the smallest server the JDK has.
public final class EmulatorBench {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    String groundwork = arguments[0];
    int requests = Integer.parseInt(arguments[1]);
    long begun = System.nanoTime();
    Process start =
        new ProcessBuilder(groundwork, "emulator", "start", "--port", "0").redirectErrorStream(true).start();
    String said = new String(start.getInputStream().readAllBytes());
    if (start.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    long ready = millis(begun);
    var at = Pattern.compile("(http://[^ ]+) \\(process (\\d+)\\)").matcher(said);
    if (!at.find()) {
      throw new IllegalStateException("no address in: " + said);
    }
    String url = at.group(1);
    String pid = at.group(2);
    post(url + "/cloudresourcemanager.googleapis.com/v3/projects", "{\"projectId\": \"bench-project\"}");
    send("PUT", url + "/cloudbilling.googleapis.com/v1/projects/bench-project/billingInfo",
        "{\"billingAccountName\": \"billingAccounts/000000-AAAAAA-BBBBBB\"}");
    post(url + "/serviceusage.googleapis.com/v1/projects/bench-project/services/secretmanager.googleapis.com:enable", "{}");
    String secrets = url + "/secretmanager.googleapis.com/v1/projects/bench-project/secrets";
    for (int i = 0; i < 100; i++) {
      post(secrets + "?secretId=s" + i, "{\"replication\": {\"automatic\": {}}}");
    }
    double[] warmUp = gets(secrets + "/s7", requests);
    double[] one = gets(secrets + "/s7", requests);
    double[] list = gets(secrets + "?pageSize=100", requests / 10);
    var plain = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
    plain.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write(new byte[] {'{', '}'});
      exchange.close();
    });
    plain.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
    plain.start();
    String bare = "http://127.0.0.1:" + plain.getAddress().getPort() + "/";
    gets(bare, requests);
    double[] base = gets(bare, requests);
    plain.stop(0);
    System.out.printf(Locale.ROOT, "%-44s %8d ms%n", "emulator start, until it answers", ready);
    System.out.printf(Locale.ROOT, "%-44s %8d MB%n", "memory, idle (resident)", resident(pid));
    print("GET of a secret, first " + requests, warmUp);
    print("GET of a secret, next " + requests, one);
    print("GET of 100 secrets", list);
    print("GET of {} from the JDK's server", base);
    System.out.printf(Locale.ROOT, "%-44s %8.1f%n", "p99 of a secret / p99 of {}", at(one, 99) / at(base, 99));
  }

  private static void print(String what, double[] millis) {
    System.out.printf(
        Locale.ROOT, "%-44s median %6.2f ms   p99 %6.2f ms%n", what, at(millis, 50), at(millis, 99));
  }

  private static double at(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static double[] gets(String url, int times) throws Exception {
    double[] taken = new double[times];
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    for (int i = 0; i < times; i++) {
      long begun = System.nanoTime();
      var answer = CLIENT.send(request, BodyHandlers.ofString());
      taken[i] = (System.nanoTime() - begun) / 1e6;
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.body());
      }
    }
    Arrays.sort(taken);
    return taken;
  }

  private static void post(String url, String body) throws Exception {
    send("POST", url, body);
  }

  private static void send(String method, String url, String body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).header("content-type", "application/json");
    var answer =
        CLIENT.send(request.method(method, HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(url + ": " + answer.body());
    }
  }

  private static long millis(long begun) {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  /// In MB, as Linux tells it.
  private static long resident(String pid) throws Exception {
    return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
