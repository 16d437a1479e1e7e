/// Order, cycles, what may start now, and the critical path of any directed graph; knows no
/// resources, threads or clocks.
@NullMarked
package dev.groundwork.graph;

import org.jspecify.annotations.NullMarked;
