/// Plain HTTP for the emulated cloud: requests and replies as values, the way from a request to a
/// Google API, the router.
@NullMarked
package dev.groundwork.emulator.http;

import org.jspecify.annotations.NullMarked;
