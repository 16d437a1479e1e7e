/// Google Cloud on this machine: server, store, operations, masks, paging, IAM, faults and clock,
/// for every type alike.
@NullMarked
package dev.groundwork.emulator;

import org.jspecify.annotations.NullMarked;
