package taskgrid.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes jars of functions, as people would. */
public final class Jars {
  private static final String SERVICE = "META-INF/services/taskgrid.function.TaskFunction";

  private Jars() {}

  /** A jar with a function of that name whose answer is always the same. */
  public static Path answering(Path folder, String function, String answer) throws IOException {
    Path sources = Files.createTempDirectory(folder, "answering");
    Files.writeString(
        sources.resolve("Answering.java"),
        """
        package some;

        public final class Answering implements taskgrid.function.TaskFunction {
          private static int calls;

          @Override
          public String name() {
            return "%s";
          }

          @Override
          public String apply(String input, taskgrid.function.TaskContext context) {
            calls++;
            return "%s";
          }
        }
        """
            .formatted(function, answer));
    return of(sources, "some.Answering");
  }

  /** The jar of the project that people copy: reverse and distance. */
  public static Path examples(Path folder) throws IOException {
    Path project = Path.of(System.getProperty("taskgrid.home"), "src/examples/functions/src/main");
    List<String> functions =
        Files.readAllLines(
            project.resolve("resources/META-INF/services/taskgrid.function.TaskFunction"));
    Path sources = Files.createDirectory(folder.resolve("sources"));
    try (Stream<Path> files = Files.list(project.resolve("java/example"))) {
      for (Path file : files.toList()) {
        Files.copy(file, sources.resolve(file.getFileName()));
      }
    }
    return of(sources, functions.toArray(String[]::new));
  }

  /** A jar of the sources in a folder, with these functions. */
  public static Path of(Path sources, String... functions) throws IOException {
    Path classes = Files.createTempDirectory(sources.getParent(), "classes");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    Path jar = classes.resolve("functions.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      put(SERVICE, String.join("\n", functions).getBytes(UTF_8), out);
      try (Stream<Path> files = Files.walk(classes)) {
        files
            .filter(path -> path.toString().endsWith(".class"))
            .forEach(path -> put(classes, path, out));
      }
    }
    return jar;
  }

  private static void put(Path root, Path path, JarOutputStream out) {
    try {
      put(root.relativize(path).toString(), Files.readAllBytes(path), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(String name, byte[] bytes, JarOutputStream out) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }
}
