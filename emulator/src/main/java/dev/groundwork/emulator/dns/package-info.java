/// Cloud DNS: zones, their records and changes, and the policies of networks. Nothing answers DNS
/// queries.
@NullMarked
package dev.groundwork.emulator.dns;

import org.jspecify.annotations.NullMarked;
