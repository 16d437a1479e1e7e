package dev.groundwork.emulator.identity;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who makes a call.
public sealed interface Caller {
  /// The caller as policies name it: `user:a@example.com`, `serviceAccount:…`, `principal://…`.
  String member();

  /// The caller as logs and operations name it; empty for nobody.
  String email();

  /// The caller that has this email.
  static Caller of(String email) {
    return email.endsWith(".gserviceaccount.com") ? new ServiceAccount(email) : new User(email);
  }

  /// The one to whom this emulator belongs: may do everything, everywhere.
  record Owner(String email) implements Caller {
    @Override
    public String member() {
      return "user:" + email;
    }
  }

  record User(String email) implements Caller {
    @Override
    public String member() {
      return "user:" + email;
    }
  }

  record ServiceAccount(String email) implements Caller {
    @Override
    public String member() {
      return "serviceAccount:" + email;
    }
  }

  /// Someone whom another provider vouches for.
  ///
  /// @param pool full name, `projects/123456789012/locations/global/workloadIdentityPools/POOL`
  /// @param attributes by name without `attribute.`
  /// @param groups as the provider's mapping gives them
  record Federated(
      String pool, String subject, SortedMap<String, String> attributes, List<String> groups)
      implements Caller {
    public Federated {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
      groups = List.copyOf(groups);
    }

    @Override
    public String member() {
      return "principal://iam.googleapis.com/" + pool + "/subject/" + subject;
    }

    @Override
    public String email() {
      return member();
    }
  }

  /// A caller without a token.
  record Nobody() implements Caller {
    @Override
    public String member() {
      return "allUsers";
    }

    @Override
    public String email() {
      return "";
    }
  }
}
