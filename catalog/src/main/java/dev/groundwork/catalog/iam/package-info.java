/// Identities of programs and who may be them: service accounts, custom roles, pools of identities
/// that other providers vouch for.
@NullMarked
package dev.groundwork.catalog.iam;

import org.jspecify.annotations.NullMarked;
