package dev.groundwork.verify;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One thing that must be true of a system that stands.
///
/// @param name a sentence in the user's words: `database takes connections over TLS only`
/// @param subject the resource it is about
/// @param expectation what must be found
public record Check(String name, Address subject, Expectation expectation) {

  /// What must be found. Closed: each kind is carried out in one place.
  public sealed interface Expectation {

    /// What only the database itself can tell, asked over SQL.
    sealed interface OfDatabase extends Expectation {
      Database database();
    }

    /// A field of the resource, as Google shows it, has one of these values.
    record FieldIs(String path, List<Value> allowed) implements Expectation {
      public FieldIs {
        allowed = List.copyOf(allowed);
      }
    }

    /// The resource has no such field, or an empty one.
    record FieldAbsent(String path) implements Expectation {}

    /// None of the elements of the list at `path` has `field` equal to `value`: no address of type
    /// `PRIMARY`.
    record NoElement(String path, String field, String value) implements Expectation {}

    /// The element of the list at `path` whose `key` is `name` has `field` equal to `value`: the
    /// database flag of a name is on.
    record ElementIs(String path, String key, String name, String field, String value)
        implements Expectation {}

    /// A connection to the database with TLS works, and without TLS is refused.
    record TlsOnly(Database database) implements OfDatabase {}

    /// The tables are there.
    record Tables(Database database, List<String> tables) implements OfDatabase {
      public Tables {
        tables = List.copyOf(tables);
      }
    }

    /// Encoding and collation of the database, as PostgreSQL itself says.
    record Collation(Database database, String charset, String collation) implements OfDatabase {}

    /// Two sessions with different tenants see no row of each other, and a session without a tenant
    /// sees none, in every table that has the tenant's column; each of these tables has row-level
    /// security enabled and forced.
    ///
    /// @param setting the session variable that holds the tenant: `app.tenant_id`
    record TenantsApart(Database database, String setting) implements OfDatabase {}

    /// Every script of the folder is in the database's history, successful, unchanged.
    ///
    /// @param scripts the SHA-256 of each, lower-case hexadecimal, by name
    record Migrated(Database database, ScriptKind kind, SortedMap<String, String> scripts)
        implements OfDatabase {
      public Migrated {
        scripts = Collections.unmodifiableSortedMap(new TreeMap<>(scripts));
      }
    }

    /// What scripts are for.
    enum ScriptKind {
      MIGRATIONS,
      SEEDS
    }

    /// The table has at least this many rows, as its owner sees them.
    record Rows(Database database, String table, long least) implements OfDatabase {}

    /// The secret has an enabled version.
    record SecretHasValue() implements Expectation {}

    /// The cache answers a connection made as it asks for, and no other.
    ///
    /// @param auth whether it asks for its password
    /// @param tls whether connections are encrypted
    record CacheAnswers(boolean auth, boolean tls) implements Expectation {}

    /// A policy gives the role to the member.
    record Granted(String role, String member) implements Expectation {}

    /// What the identity may do, and what it must not, asked as the identity itself.
    ///
    /// @param identity the e-mail address of a service account, or a reference to one
    /// @param permissions all of them, or none of them
    /// @param may whether it must have them, or must not
    /// @param inProject whether they are asked of the project that the subject lies in, and not of
    ///   the subject
    record Permitted(Value identity, SortedSet<String> permissions, boolean may, boolean inProject)
        implements Expectation {
      public Permitted {
        permissions = Collections.unmodifiableSortedSet(new TreeSet<>(permissions));
      }
    }

    /// The address in a field of the resource answers, and not with an error of the server.
    ///
    /// @param identity as whom it is asked; empty for nobody
    record Answers(String field, String path, Optional<Value> identity) implements Expectation {}

    /// The address in a field of the resource refuses who says not who he is.
    record RefusesStrangers(String field, String path) implements Expectation {}

    /// The policy of the resource gives the role to nobody of these.
    ///
    /// @param membership the type of one member in one role of that policy
    /// @param parameter of the membership's path that names the resource
    record NoMember(String membership, String parameter, String role, List<String> members)
        implements Expectation {
      public NoMember {
        members = List.copyOf(members);
      }
    }

    /// The cloud means to run it when its cron expression says.
    ///
    /// @param count how many runs are shown
    record DueAsDescribed(String cron, String zone, int count) implements Expectation {}

    /// The resource is there.
    record Exists() implements Expectation {}
  }

  /// How to reach a database.
  ///
  /// @param instance the `sql.Instance`
  /// @param name the database
  /// @param user the user that owns it
  /// @param password the secret that holds the password
  public record Database(Address instance, String name, String user, Address password) {}
}
