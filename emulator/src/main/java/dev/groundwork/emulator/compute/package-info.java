/// Compute Engine's networking: networks in auto and custom mode with their subnetworks, routes and
/// firewall rules, reserved addresses and ranges, routers; the project itself, its regions and
/// zones. No machines.
@NullMarked
package dev.groundwork.emulator.compute;

import org.jspecify.annotations.NullMarked;
