package dev.groundwork.main;

import dev.groundwork.cli.Interrupts;
import java.lang.reflect.Proxy;

/// Ctrl-C, and the signal by which systems ask a process to end. The JVM's own class for signals is
/// reached by name: it is there in every JVM, but no part of the standard. Where it is not, Ctrl-C
/// ends the process as usual, and the journal keeps what is needed.
final class Signals implements Interrupts {
  @Override
  public Registration on(Runnable action) {
    Registration interrupt = handle("INT", action);
    Registration terminate = handle("TERM", action);
    return () -> {
      interrupt.close();
      terminate.close();
    };
  }

  private static Registration handle(String name, Runnable action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" ->
                        System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "handler of " + name;
                  });
      var register = signalType.getMethod("handle", signalType, handlerType);
      Object before = register.invoke(null, signal, handler);
      return () -> {
        try {
          register.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (ReflectiveOperationException | IllegalArgumentException _) {
      return () -> {};
    }
  }
}
