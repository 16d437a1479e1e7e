package dev.groundwork.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.SingleCertValidatingFactory;

/// A PostgreSQL server that can be connected to.
///
/// @param host where it is reached from this machine
/// @param port its port
/// @param authority the certificate, in PEM, of the authority that signed the server's own
public record Server(String host, int port, String authority) {
  /// A server that does not answer for so long is taken for unreachable.
  private static final int CONNECT_SECONDS = 10;

  /// Connections over TLS only, to a server that the authority vouches for. Its name is not
  /// compared: Cloud SQL's certificates carry the instance's name, not its address.
  DataSource secured(String database, String user, String password) {
    PGSimpleDataSource source = plain(database, user, password);
    source.setSslMode("verify-ca");
    source.setSslfactory(SingleCertValidatingFactory.class.getName());
    source.setSslFactoryArg(authority);
    return source;
  }

  /// Connections without TLS: to find that they are refused.
  PGSimpleDataSource plain(String database, String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(user);
    source.setPassword(password);
    source.setSslMode("disable");
    source.setGssEncMode(org.postgresql.jdbc.GSSEncMode.DISABLE.value);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    source.setTcpKeepAlive(true);
    source.setApplicationName("groundwork");
    // who waits so long for a lock waits for someone who has gone home
    source.setOptions("-c lock_timeout=5min");
    // what the server adds to an error may quote rows
    source.setLogServerErrorDetail(false);
    return source;
  }

  Connection connect(String database, String user, String password) throws SQLException {
    return secured(database, user, password).getConnection();
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
