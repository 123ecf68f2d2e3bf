package taskgrid.real;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
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
      for (var inside : classes(Observer.class).entrySet()) {
        write(out, inside.getKey(), inside.getValue());
      }
      for (String name : classes(TaskFunction.class).keySet()) {
        Class<?> type = type(name);
        if (isWoven(type)) {
          write(out, Observer.WOVEN + "/" + name, woven(type));
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

  private static Class<?> type(String name) throws ClassNotFoundException {
    String dotted = name.replace('/', '.');
    return Class.forName(
        dotted.substring(0, dotted.length() - ".class".length()),
        false,
        TaskFunction.class.getClassLoader());
  }

  private static void write(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
  }

  /** The classes of the package of a class, by path; they stand in a folder or in the jar. */
  private static Map<String, byte[]> classes(Class<?> type) throws Exception {
    String folder = type.getPackageName().replace('.', '/');
    Path home = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(home)) {
      return classes(home, folder);
    }
    try (FileSystem jar = FileSystems.newFileSystem(home)) {
      return classes(jar.getPath("/"), folder);
    }
  }

  private static Map<String, byte[]> classes(Path home, String folder) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.list(home.resolve(folder))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        classes.put(folder + "/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    return classes;
  }
}
