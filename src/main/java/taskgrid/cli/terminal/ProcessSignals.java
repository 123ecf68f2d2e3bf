package taskgrid.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * The signals that this process gets. Java has no supported way to see them; this one has been
 * there since Java 1.3 and is in every JVM. It is used by reflection because the compiler's warning
 * about it cannot be turned off.
 */
public final class ProcessSignals implements Signals {
  @Override
  public void on(String signal, Runnable action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(), new Class<?>[] {handlerType}, calling(action));
      signalType
          .getMethod("handle", signalType, handlerType)
          .invoke(null, signalType.getConstructor(String.class).newInstance(signal), handler);
    } catch (ReflectiveOperationException notThere) {
      // A system without this signal, or a JVM started with -Xrs: its default action stays.
      return;
    }
  }

  @Override
  public void halt(int code) {
    Runtime.getRuntime().halt(code);
  }

  private static InvocationHandler calling(Runnable action) {
    return (proxy, method, arguments) -> {
      switch (method.getName()) {
        case "handle":
          action.run();
          return null;
        case "hashCode":
          return System.identityHashCode(proxy);
        case "equals":
          return arguments[0] == proxy;
        default:
          return "signal handler";
      }
    };
  }
}
