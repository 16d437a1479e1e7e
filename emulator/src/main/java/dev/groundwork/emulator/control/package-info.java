/// The control plane: everything that holds for every Google API alike, and what a service plugs
/// into. Names no service's types but where Google's front end itself is not alike (`Words`,
/// `Dialect`).
///
/// From the catalog's facts alone every type can be created, read, listed, changed and deleted,
/// with operations, masks, paging, filters, etags, references, policies and error bodies. A service
/// is written only for what it does beyond that.
///
/// **How to add a service**
///
/// 1. A package `dev.groundwork.emulator.<service>` with a class that implements `Service`; its
///    constructor takes the `ControlPlane` (store, clock, ids, operations, projects, policies,
///    faults, a folder of its own).
/// 2. In `install`: `into.behavior("sql.Instance", …)` for what is special about a type
///    (`Behavior`: complete and check what is created, changed or deleted; what it does outside the
///    store while an operation runs, `Work`; what shows when it has ended, `settled`), and
///    `into.route(GET, "sql/v1beta4/projects/{project}/tiers", ask -> …)` for what is no resource,
///    or in place of a generic route.
/// 3. A line in `Emulator.services`.
///
/// **What to know**
///
/// - A refusal is thrown: `throw
///   Refusal.notFound("…").withReason("instanceDoesNotExist").asException()`; the host's `Dialect`
///   words it.
/// - All changes go through `plane.store().change(transaction -> …)`: all of it or nothing, one at
///   a time. Never wait inside; waiting belongs into `Work`.
/// - A handler that begins an operation itself calls `plane.operations().begin(transaction,
///   start)`, with a start from `Starts.of`, in the transaction that makes the first change, and
///   answers `plane.operations().show(operation)`. The target's behaviour is then asked for `Work`;
///   after a crash it is asked again, so work must stand being done twice. `holding(key)` and
///   `operations().holder(key)` keep a second operation from beginning.
/// - `Entry.body` is what clients see (through `Behavior.show`), `Entry.hidden` what they do not.
/// - Keys are host and relative name: `sqladmin.googleapis.com/projects/p/instances/i`, always with
///   the project's id; `project` in a handler's path is the id although the client may have sent
///   the number.
/// - What happens at a time of its own (a job that fires, a probe, a retry) is a `Timed` on
///   `plane.agenda()`: it happens in order while the clock goes or is advanced.
/// - What a service has to tell the user of a project it writes to `plane.logs()`.
/// - Time is `plane.clock()`, randomness `plane.ids()`; never the machine's own.
@NullMarked
package dev.groundwork.emulator.control;

import org.jspecify.annotations.NullMarked;
