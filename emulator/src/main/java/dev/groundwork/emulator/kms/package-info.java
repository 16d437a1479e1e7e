/// Cloud KMS: key rings, keys and their versions, with real AES-256-GCM behind symmetric keys.
/// Asymmetric keys, MAC keys and import jobs are not here.
@NullMarked
package dev.groundwork.emulator.kms;

import org.jspecify.annotations.NullMarked;
