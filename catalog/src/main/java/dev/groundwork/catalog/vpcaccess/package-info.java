/// Serverless VPC Access: connectors.
@NullMarked
package dev.groundwork.catalog.vpcaccess;

import org.jspecify.annotations.NullMarked;
