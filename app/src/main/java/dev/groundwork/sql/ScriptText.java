package dev.groundwork.sql;

import java.io.Reader;
import java.io.StringReader;
import org.flywaydb.core.api.resource.LoadableResource;

/// A script as Flyway reads one.
final class ScriptText extends LoadableResource {
  private final Script script;

  ScriptText(Script script) {
    this.script = script;
  }

  @Override
  public Reader read() {
    return new StringReader(script.text());
  }

  @Override
  public String getFilename() {
    return script.name();
  }

  @Override
  public String getRelativePath() {
    return script.name();
  }

  @Override
  public String getAbsolutePath() {
    return script.name();
  }

  @Override
  public String getAbsolutePathOnDisk() {
    return script.name();
  }
}
