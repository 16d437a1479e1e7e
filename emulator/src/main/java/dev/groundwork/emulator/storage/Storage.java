package dev.groundwork.emulator.storage;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.PATCH;
import static dev.groundwork.resource.Call.Verb.POST;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value.Fields;

/// Cloud Storage's JSON API, and the plain download by bucket and object.
public final class Storage implements Service {
  static final String HOST = "storage.googleapis.com";

  private static final String BUCKETS = "storage/v1/b";
  private static final String BUCKET = BUCKETS + "/{bucket}";
  private static final String OBJECTS = BUCKET + "/o";
  private static final String OBJECT = OBJECTS + "/{object}";
  private static final String FOLDERS = BUCKET + "/managedFolders";
  private static final String UPLOADS = "upload/" + OBJECTS;

  private final ControlPlane plane;
  private final Contents contents;
  private final Buckets buckets;
  private final BucketPolicies policies;
  private final Objects objects;
  private final ObjectLists lists;
  private final Uploads uploads;
  private final Downloads downloads;
  private final Copies copies;
  private final ManagedFolders folders;

  public Storage(ControlPlane plane) {
    this.plane = plane;
    contents = new Contents(plane.folder("storage"), plane.ids());
    buckets = new Buckets(plane);
    policies = new BucketPolicies(plane, buckets);
    objects = new Objects(plane, buckets, contents);
    lists = new ObjectLists(plane, buckets);
    uploads = new Uploads(plane, buckets, objects, contents);
    downloads = new Downloads(objects, contents);
    copies = new Copies(objects, contents);
    folders = new ManagedFolders(plane, buckets);
  }

  /// For other services that read and write objects.
  public ObjectFiles files() {
    return new ObjectFiles(plane, objects, contents);
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("resumable/upload/", "upload/");
    into.alias("download/storage/", "storage/");
    into.open(POST, BUCKETS, buckets::insert);
    into.open(GET, BUCKETS, buckets::list);
    into.open(GET, BUCKET, buckets::get);
    into.open(PATCH, BUCKET, buckets::patch);
    into.open(PUT, BUCKET, buckets::update);
    into.open(DELETE, BUCKET, buckets::delete);
    into.open(POST, BUCKET + "/lockRetentionPolicy", buckets::lockRetention);
    into.open(GET, BUCKET + "/storageLayout", buckets::layout);
    into.open(GET, BUCKET + "/iam", policies::get);
    into.open(PUT, BUCKET + "/iam", policies::set);
    into.open(GET, BUCKET + "/iam/testPermissions", policies::test);
    into.open(GET, OBJECTS, lists::list);
    into.open(GET, OBJECT, this::read);
    into.open(PATCH, OBJECT, objects::patch);
    into.open(PUT, OBJECT, objects::update);
    into.open(DELETE, OBJECT, objects::delete);
    into.open(POST, OBJECT + "/rewriteTo/b/{toBucket}/o/{toObject}", copies::rewrite);
    into.open(POST, OBJECT + "/copyTo/b/{toBucket}/o/{toObject}", copies::copy);
    into.open(POST, OBJECT + "/compose", copies::compose);
    into.open(POST, UPLOADS, uploads::begin);
    into.open(PUT, UPLOADS, uploads::resume);
    into.open(DELETE, UPLOADS, uploads::cancel);
    into.open(POST, FOLDERS, folders::insert);
    into.open(GET, FOLDERS, folders::list);
    into.open(GET, FOLDERS + "/{folder}", folders::get);
    into.open(DELETE, FOLDERS + "/{folder}", folders::delete);
    into.open(GET, "{bucket}/{+object}", downloads::plain);
    into.route(GET, "storage/v1/projects/{project}/serviceAccount", this::agent);
  }

  @Override
  public void start() {
    uploads.forgetOld();
    contents.keepOnly(objects.files(), uploads.sessions());
  }

  @Override
  public void erase() {
    contents.erase();
  }

  private Reply read(Ask ask) {
    return ask.queryOr("alt", "json").equals("media") ? downloads.download(ask) : objects.get(ask);
  }

  private Reply agent(Ask ask) {
    String number = plane.projects().find(ask.path("project")).orElseThrow().number();
    return Reply.ok(
        Fields.EMPTY
            .with("kind", "storage#serviceAccount")
            .with(
                "email_address",
                "service-" + number + "@gs-project-accounts.iam.gserviceaccount.com"));
  }
}
