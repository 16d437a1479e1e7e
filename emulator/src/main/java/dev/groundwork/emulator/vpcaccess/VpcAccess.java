package dev.groundwork.emulator.vpcaccess;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Service;

/// Serverless VPC Access. No recording of its answers exists: its behaviour rests on the API's
/// published proto, on the reference of `projects.locations.connectors`, and on Google's guide to
/// connectors with its page on troubleshooting, which quotes the failures.
///
/// @see <a href="https://cloud.google.com/vpc/docs/configure-serverless-vpc-access">Configure
///   Serverless VPC Access</a>
public final class VpcAccess implements Service {
  static final String HOST = "vpcaccess.googleapis.com";

  private final ControlPlane plane;

  public VpcAccess(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("v1beta1/", "v1/");
    into.behavior("vpcaccess.Connector", new Connectors(plane));
  }
}
