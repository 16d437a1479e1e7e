package dev.groundwork.emulator.access;

import dev.groundwork.emulator.identity.Caller;
import java.util.Locale;

/// A member of a policy's binding, as text, and whom it means.
final class Member {
  private static final String POOLS = "principalSet://iam.googleapis.com/";

  private Member() {}

  /// Whether the caller is meant; those who hold basic roles in projects are not seen here.
  static boolean means(String member, Caller caller) {
    if (member.equals("allUsers")) {
      return true;
    }
    return switch (caller) {
      case Caller.Nobody _ -> false;
      case Caller.Owner(var email) -> isAccount(member, "user:", email);
      case Caller.User(var email) -> isAccount(member, "user:", email);
      case Caller.ServiceAccount(var email) -> isAccount(member, "serviceAccount:", email);
      case Caller.Federated federated ->
          member.equals(federated.member()) || isSet(member, federated);
    };
  }

  private static boolean isAccount(String member, String prefix, String email) {
    String name = email.toLowerCase(Locale.ROOT);
    return member.equals("allAuthenticatedUsers")
        || member.toLowerCase(Locale.ROOT).equals(prefix.toLowerCase(Locale.ROOT) + name)
        || (prefix.equals("user:")
            && member.equals("domain:" + name.substring(name.indexOf('@') + 1)));
  }

  /// `…/POOL/*`, `…/POOL/group/G`, `…/POOL/attribute.NAME/VALUE`.
  private static boolean isSet(String member, Caller.Federated caller) {
    String prefix = POOLS + caller.pool() + "/";
    if (!member.startsWith(prefix)) {
      return false;
    }
    String which = member.substring(prefix.length());
    if (which.startsWith("attribute.") && which.indexOf('/') > 0) {
      String name = which.substring("attribute.".length(), which.indexOf('/'));
      return which.substring(which.indexOf('/') + 1).equals(caller.attributes().get(name));
    }
    return which.equals("*")
        || (which.startsWith("group/")
            && caller.groups().contains(which.substring("group/".length())));
  }
}
