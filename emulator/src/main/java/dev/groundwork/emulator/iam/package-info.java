/// Identity and Access Management: service accounts and their keys, roles, pools of foreign
/// identities.
@NullMarked
package dev.groundwork.emulator.iam;

import org.jspecify.annotations.NullMarked;
