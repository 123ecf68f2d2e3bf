package taskgrid.real;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import taskgrid.function.TaskFunction;
import taskgrid.real.inside.Observer;
import taskgrid.real.inside.Witness;

/**
 * Makes the agent's jar: what runs inside members, and every function's class with the witness
 * woven in. Done here, once, for members start twice as slowly when they weave themselves.
 */
final class Weaving {
  private Weaving() {}

  static void writeAgent(Path jar) throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", Observer.class.getName());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Path file : classFiles(Observer.class)) {
        write(out, home(Observer.class).relativize(file), Files.readAllBytes(file));
      }
      for (Path file : classFiles(TaskFunction.class)) {
        Path name = home(TaskFunction.class).relativize(file);
        Class<?> type = type(name);
        if (isWoven(type)) {
          write(out, Path.of(Observer.WOVEN).resolve(name), woven(type));
        }
      }
    }
  }

  private static boolean isWoven(Class<?> type) {
    return TaskFunction.class.isAssignableFrom(type)
        && Arrays.stream(type.getDeclaredMethods())
            .anyMatch(
                method ->
                    method.getName().equals("applyBytes")
                        && !Modifier.isAbstract(method.getModifiers()));
  }

  private static byte[] woven(Class<?> type) {
    return new ByteBuddy()
        .redefine(type)
        .visit(Advice.to(Witness.class).on(named("applyBytes").and(not(isAbstract()))))
        .make()
        .getBytes();
  }

  private static Class<?> type(Path name) throws ClassNotFoundException {
    String dotted = name.toString().replace('/', '.').replace('\\', '.');
    return Class.forName(
        dotted.substring(0, dotted.length() - ".class".length()),
        false,
        TaskFunction.class.getClassLoader());
  }

  private static void write(JarOutputStream out, Path name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name.toString().replace('\\', '/')));
    out.write(bytes);
  }

  /** Of the package of a class. */
  private static List<Path> classFiles(Class<?> type) throws Exception {
    Path folder = home(type).resolve(type.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
