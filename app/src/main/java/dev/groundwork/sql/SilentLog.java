package dev.groundwork.sql;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/// Says nothing: what matters comes back as a refusal, and Flyway's own words may quote the
/// scripts. Public because Flyway makes it, by name.
public final class SilentLog implements Log, LogCreator {
  @Override
  public Log createLogger(Class<?> user) {
    return this;
  }

  @Override
  public void debug(String message) {}

  @Override
  public void info(String message) {}

  @Override
  public void warn(String message) {}

  @Override
  public void error(String message) {}

  @Override
  public void error(String message, Exception e) {}

  @Override
  public void notice(String message) {}
}
