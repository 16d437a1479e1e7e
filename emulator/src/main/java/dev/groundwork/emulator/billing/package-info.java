/// Cloud Billing: which account pays for a project. Any billing account that is named is there and
/// open.
@NullMarked
package dev.groundwork.emulator.billing;

import org.jspecify.annotations.NullMarked;
