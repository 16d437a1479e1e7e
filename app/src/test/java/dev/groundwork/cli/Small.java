package dev.groundwork.cli;

/// A system of few resources that needs no server behind it.
final class Small {
  private Small() {}

  static final String BLUEPRINT =
      """
      system: small
      project:
        id: small-project-1
        organization: "1015420128875"
        billingAccount: 01C53B-47A12B-A7F32D
      region: europe-west1
      components:
        network:
          type: network
          name: small-network
        token:
          type: secret
          name: api-token
      resources:
        rule:
          type: compute.Firewall
          name: allow-ssh
          network: ${network}
          sourceRanges: [10.0.0.0/8]
          allowed:
            - {IPProtocol: tcp, ports: ["22"]}
      environments:
        dev: {}
        prod:
          resources:
            rule: {priority: 900}
      """;
}
