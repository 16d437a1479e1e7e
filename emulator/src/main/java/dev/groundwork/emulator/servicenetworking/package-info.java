/// Service Networking: the private connection of a network to Google's managed services, over a
/// peering and reserved ranges.
@NullMarked
package dev.groundwork.emulator.servicenetworking;

import org.jspecify.annotations.NullMarked;
