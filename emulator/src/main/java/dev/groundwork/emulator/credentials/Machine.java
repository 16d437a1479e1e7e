package dev.groundwork.emulator.credentials;

/// What a metadata server says of the machine, or the instance of a service, that asks it.
///
/// @param account the email of the service account that it runs as
public record Machine(String project, String projectNumber, String region, String account) {}
