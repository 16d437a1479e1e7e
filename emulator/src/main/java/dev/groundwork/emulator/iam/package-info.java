/// Identity and Access Management: service accounts and their keys.
@NullMarked
package dev.groundwork.emulator.iam;

import org.jspecify.annotations.NullMarked;
