package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Names.TableName;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// Datasets.
final class Datasets {
  static final String TYPE = "bigquery.Dataset";

  private static final int PAGE = 1000;
  private static final long HOUR = 3_600_000;

  /// What a replacement leaves as it is.
  private static final List<String> LASTING =
      List.of(
          "kind",
          "id",
          "selfLink",
          "datasetReference",
          "creationTime",
          "location",
          "type",
          "access",
          "maxTimeTravelHours");

  /// What is listed of each.
  private static final List<String> LISTED =
      List.of("kind", "id", "datasetReference", "labels", "friendlyName", "location", "type");

  private final ControlPlane plane;
  private final ResourceType type;
  private final AccessLists access;
  private final Rows rows;

  Datasets(ControlPlane plane, Rows rows) {
    this.plane = plane;
    this.rows = rows;
    type = plane.catalog().get(TYPE);
    access = new AccessLists(plane);
  }

  Reply insert(Ask ask) {
    String project = ask.path("project");
    Fields sent = wanted(ask, false);
    String id = sent.text("datasetReference.datasetId").orElse("");
    Names.checkDataset(id);
    String owner = sent.text("datasetReference.projectId").orElse(project);
    if (!plane.projects().find(owner).map(p -> p.id().equals(project)).orElse(false)) {
      throw Refusal.invalid(
              "Value "
                  + owner
                  + " in the content does not agree with value "
                  + project
                  + " in the URL.")
          .asException();
    }
    String shown = project + ":" + id;
    String now = Long.toString(plane.clock().millis());
    List<Value> entries =
        sent.items("access").isEmpty()
            ? access.initial(plane.caller())
            : access.checked(shown, sent.items("access"));
    Fields body =
        Fields.EMPTY
            .with("kind", "bigquery#dataset")
            .with("etag", plane.ids().etag())
            .with("id", shown)
            .with(
                "selfLink",
                "https://bigquery.googleapis.com/bigquery/v2/projects/"
                    + project
                    + "/datasets/"
                    + id)
            .with("datasetReference", Fields.EMPTY.with("datasetId", id).with("projectId", project))
            .with("creationTime", now)
            .with("lastModifiedTime", now)
            .with("type", "DEFAULT");
    Fields filled =
        Masks.merge(body, sent.without("datasetReference"))
            .with("location", Locations.of(sent.text("location").orElse("")))
            .with("access", new Value.Items(entries));
    check(filled);
    return plane
        .store()
        .change(transaction -> {
          if (transaction.get(Names.dataset(project, id)).isPresent()) {
            throw Names.taken("Dataset", shown).asException();
          }
          Entry dataset = transaction.put(Entry.of(Names.dataset(project, id), TYPE, filled));
          // shown from the first read on only
          return Reply.ok(dataset.body());
        });
  }

  Reply get(Ask ask) {
    return Reply.ok(shown(find(ask)));
  }

  private static Fields shown(Entry dataset) {
    Fields body = dataset.body();
    return body.get("maxTimeTravelHours").isPresent()
        ? body
        : body.with("maxTimeTravelHours", "168");
  }

  Reply list(Ask ask) {
    String collection = Names.datasets(ask.path("project"));
    List<Entry> all =
        plane.store().under(collection).stream()
            .filter(e -> e.type().equals(TYPE))
            .filter(e ->
                ask.queryOr("all", "false").equals("true") || !e.key().startsWith(collection + "_"))
            .filter(e -> isLabelled(e.body(), ask.queryOr("filter", "")))
            .toList();
    Paging.Page page = Paging.page(ask, "maxResults", PAGE, all);
    Fields body =
        Fields.EMPTY.with("kind", "bigquery#datasetList").with("etag", plane.ids().etag());
    body = page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body;
    List<Value> items = page.entries().stream().<Value>map(e -> part(e.body(), LISTED)).toList();
    return Reply.ok(items.isEmpty() ? body : body.with("datasets", new Value.Items(items)));
  }

  static Fields part(Fields whole, List<String> fields) {
    Fields part = Fields.EMPTY;
    for (String field : fields) {
      part = whole.get(field).isPresent() ? part.with(field, whole.get(field).get()) : part;
    }
    return part;
  }

  /// @param filter `labels.key` or `labels.key:value`, several with spaces between, of which all
  ///   must hold
  private static boolean isLabelled(Fields dataset, String filter) {
    for (String term : filter.strip().split("\\s+", -1)) {
      if (!term.isEmpty() && !term.equals("AND")) {
        if (!term.startsWith("labels.")) {
          throw Refusal.invalid("Invalid filter: " + filter).asException();
        }
        String[] pair = term.substring("labels.".length()).split(":", 2);
        Optional<Value> label = dataset.fields("labels").get(pair[0]);
        boolean holds =
            label.isPresent() && (pair.length == 1 || label.get().equals(Value.of(pair[1])));
        if (!holds) {
          return false;
        }
      }
    }
    return true;
  }

  Reply patch(Ask ask) {
    return change(ask, true, Masks::merge);
  }

  Reply update(Ask ask) {
    return change(
        ask,
        false,
        (before, wanted) -> {
          Fields after = wanted;
          for (String field : LASTING) {
            boolean given = field.equals("access") && wanted.get("access").isPresent();
            after =
                !given && before.get(field).isPresent()
                    ? after.with(field, before.get(field).get())
                    : after;
          }
          return after;
        });
  }

  private Reply change(Ask ask, boolean keepNulls, BinaryOperator<Fields> change) {
    String project = ask.path("project");
    String id = ask.path("dataset");
    Fields sent = wanted(ask, keepNulls);
    Fields wanted =
        sent.items("access").isEmpty()
            ? sent.without("datasetReference")
            : sent.without("datasetReference")
                .with(
                    "access",
                    new Value.Items(access.checked(project + ":" + id, sent.items("access"))));
    return plane
        .store()
        .change(transaction -> {
          Entry dataset = find(transaction, project, id);
          Names.checkEtag(ask, dataset.body());
          Optional<String> moved =
              wanted
                  .text("location")
                  .filter(l -> !l.equalsIgnoreCase(dataset.body().text("location").orElse("")));
          if (moved.isPresent()) {
            throw Refusal.invalid(
                    "Dataset location cannot be changed once the dataset has been created.")
                .asException();
          }
          Fields after = change.apply(dataset.body(), wanted.without("location"));
          check(after);
          Fields stamped =
              after
                  .with("etag", plane.ids().etag())
                  .with("lastModifiedTime", Long.toString(plane.clock().millis()));
          return Reply.ok(shown(transaction.put(dataset.withBody(stamped))));
        });
  }

  private static void check(Fields dataset) {
    Optional<String> expiration = dataset.text("defaultTableExpirationMs");
    if (expiration.isPresent()
        && Long.parseLong(expiration.get()) != 0
        && Long.parseLong(expiration.get()) < HOUR) {
      throw Refusal.invalid("Invalid value for defaultTableExpirationMs: must be at least 3600000")
          .asException();
    }
    Optional<String> travel = dataset.text("maxTimeTravelHours");
    if (travel.isPresent()) {
      long hours = Long.parseLong(travel.get());
      if (hours < 48 || hours > 168 || hours % 24 != 0) {
        throw Refusal.invalid(
                "Invalid value for maxTimeTravelHours: must be a multiple of 24 between 48 and 168")
            .asException();
      }
    }
  }

  Reply delete(Ask ask) {
    String project = ask.path("project");
    String id = ask.path("dataset");
    boolean contents = ask.queryOr("deleteContents", "false").equals("true");
    return plane
        .store()
        .change(transaction -> {
          Entry dataset = find(transaction, project, id);
          List<Entry> inside = transaction.under(dataset.key() + "/");
          boolean used =
              inside.stream().anyMatch(e -> !Tables.isExpired(e.body(), plane.clock().instant()));
          if (used && !contents) {
            throw new Refusal(
                    400,
                    "FAILED_PRECONDITION",
                    "resourceInUse",
                    "Dataset " + project + ":" + id + " is still in use",
                    List.of())
                .asException();
          }
          inside.forEach(e -> {
            transaction.drop(e.key());
            e.hidden()
                .text("rows")
                .ifPresent(file -> transaction.afterwards(() -> rows.drop(file)));
          });
          transaction.drop(dataset.key());
          return Reply.noContent();
        });
  }

  Entry find(Ask ask) {
    String project = ask.path("project");
    String id = ask.path("dataset");
    return plane
        .store()
        .get(Names.dataset(project, id))
        .orElseThrow(() -> Names.noDataset(project, id).asException());
  }

  static Entry find(Transaction transaction, String project, String id) {
    return transaction
        .get(Names.dataset(project, id))
        .orElseThrow(() -> Names.noDataset(project, id).asException());
  }

  /// The location of a table's dataset.
  String location(TableName name) {
    return plane
        .store()
        .get(Names.dataset(name.project(), name.dataset()))
        .flatMap(e -> e.body().text("location"))
        .orElseThrow(() -> Names.noDataset(name.project(), name.dataset()).asException());
  }

  private Fields wanted(Ask ask, boolean keepNulls) {
    Fields wanted = plane.bodies().read(type.shape(), ask.body(), keepNulls);
    for (String field : type.outputOnly()) {
      wanted = wanted.without(field);
    }
    return wanted;
  }
}
