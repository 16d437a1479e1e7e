package dev.groundwork.emulator.bigquery;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.PATCH;
import static dev.groundwork.resource.Call.Verb.POST;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.storage.ObjectFiles;
import dev.groundwork.emulator.store.Entry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// BigQuery's REST API.
public final class BigQuery implements Service {
  private static final String PROJECT = "bigquery/v2/projects/{project}";
  private static final String JOBS = PROJECT + "/jobs";
  private static final String DATASETS = PROJECT + "/datasets";
  private static final String DATASET = DATASETS + "/{dataset}";
  private static final String TABLES = DATASET + "/tables";
  private static final String TABLE = TABLES + "/{table}";
  private static final String ROUTINES = DATASET + "/routines";
  private static final String ROUTINE = ROUTINES + "/{routine}";

  private final ControlPlane plane;
  private final Rows rows;
  private final Datasets datasets;
  private final Tables tables;
  private final Routines routines;
  private final TableData data;
  private final Jobs jobs;
  private final JobUploads uploads;

  /// @param objects what is loaded from and extracted to
  public BigQuery(ControlPlane plane, ObjectFiles objects) {
    this.plane = plane;
    Path folder = plane.folder("bigquery");
    rows = new Rows(folder, plane.ids());
    datasets = new Datasets(plane, rows);
    tables = new Tables(plane, rows);
    data = new TableData(plane, tables, rows);
    Queries queries =
        new Queries(plane, tables, data, rows, new Duck(folder), folder.resolve("scratch"));
    tables.derive(queries);
    routines = new Routines(plane);
    Transfers transfers = new Transfers(plane, datasets, tables, data, rows, objects);
    jobs = new Jobs(plane, queries, transfers, tables, data);
    uploads = new JobUploads(plane, jobs);
    plane.agenda().add(expiry());
  }

  @Override
  public String host() {
    return Names.HOST;
  }

  @Override
  public void install(Installation into) {
    into.route(POST, DATASETS, datasets::insert);
    into.route(GET, DATASETS, datasets::list);
    into.route(GET, DATASET, datasets::get);
    into.route(PATCH, DATASET, datasets::patch);
    into.route(PUT, DATASET, datasets::update);
    into.route(DELETE, DATASET, datasets::delete);
    into.route(POST, TABLES, tables::insert);
    into.route(GET, TABLES, tables::list);
    into.route(GET, TABLE, tables::get);
    into.route(PATCH, TABLE, tables::patch);
    into.route(PUT, TABLE, tables::update);
    into.route(DELETE, TABLE, tables::delete);
    into.route(POST, ROUTINES, routines::insert);
    into.route(GET, ROUTINES, routines::list);
    into.route(GET, ROUTINE, routines::get);
    into.route(PUT, ROUTINE, routines::update);
    into.route(DELETE, ROUTINE, routines::delete);
    into.alias("resumable/upload/", "upload/");
    into.route(POST, TABLE + "/insertAll", data::insertAll);
    into.route(GET, TABLE + "/data", data::list);
    into.route(POST, PROJECT + "/queries", jobs::query);
    into.route(GET, PROJECT + "/queries/{job}", jobs::results);
    into.route(POST, JOBS, jobs::insert);
    into.route(GET, JOBS, jobs::list);
    into.route(GET, JOBS + "/{job}", jobs::get);
    into.route(POST, JOBS + "/{job}/cancel", jobs::cancel);
    into.route(DELETE, JOBS + "/{job}/delete", jobs::delete);
    into.route(POST, "upload/" + JOBS, uploads::begin);
    into.route(PUT, "upload/" + JOBS, uploads::resume);
  }

  @Override
  public void start() {
    Set<String> files =
        plane.store().under(Names.HOST + "/").stream()
            .map(Entry::hidden)
            .flatMap(hidden -> hidden.text("rows").stream())
            .collect(Collectors.toSet());
    rows.keepOnly(files);
  }

  @Override
  public void erase() {
    rows.erase();
  }

  private Agenda.Timed expiry() {
    return new Agenda.Timed() {
      @Override
      public Optional<Instant> next() {
        return tables.nextExpiry();
      }

      @Override
      public void happen(Instant due) {
        tables.sweep(due);
      }
    };
  }
}
