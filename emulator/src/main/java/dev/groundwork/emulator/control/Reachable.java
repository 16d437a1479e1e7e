package dev.groundwork.emulator.control;

/// An address that the emulated cloud shows, and where on this machine it is.
///
/// @param service the API's host, `sqladmin.googleapis.com`
/// @param resource relative name of the resource that has the address
/// @param address as the API shows it
/// @param port at that address
/// @param host where it can be reached on this machine
/// @param hostPort the port there
public record Reachable(
    String service, String resource, String address, int port, String host, int hostPort) {}
