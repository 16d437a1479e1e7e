/// Serverless VPC Access: connectors, and the subnets that they hold.
@NullMarked
package dev.groundwork.emulator.vpcaccess;

import org.jspecify.annotations.NullMarked;
