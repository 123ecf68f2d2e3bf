package taskgrid.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.function.BuiltInFunctions;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskCall;
import taskgrid.function.TaskContext;
import taskgrid.function.TaskFunction;
import taskgrid.function.TaskLanguage;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;

class ShippedFunctionsTest {
  private static final TaskContext CONTEXT =
      new TaskContext() {
        @Override
        public String job() {
          return "job";
        }

        @Override
        public long task() {
          return 1;
        }

        @Override
        public int attempt() {
          return 1;
        }

        @Override
        public String member() {
          return "127.0.0.1:5701";
        }

        @Override
        public boolean cancelled() {
          return false;
        }
      };

  @TempDir Path temp;

  private static FunctionSource of(BundleFile file) {
    return ShippedFunctions.of(BuiltInFunctions.with(null), file)
        .of(JobOptions.DEFAULT.withShipped(file.shipped()));
  }

  private static String call(FunctionSource functions, String name) throws Exception {
    TaskFunction function = functions.find(name, "job");
    assertThat(function).as(name).isNotNull();
    return function.apply("x", CONTEXT);
  }

  private BundleFile pack(Path... jars) throws Exception {
    return BundleFile.pack(List.of(jars));
  }

  @Test
  void twoVersionsLiveSideBySide() throws Exception {
    try (BundleFile one = pack(Jars.answering(temp, "version", "1"));
        BundleFile two = pack(Jars.answering(temp, "version", "2"));
        FunctionSourceCloser first = new FunctionSourceCloser(of(one));
        FunctionSourceCloser second = new FunctionSourceCloser(of(two))) {
      assertThat(call(first.source(), "version")).isEqualTo("1");
      assertThat(call(second.source(), "version")).isEqualTo("2");
      assertThat(call(first.source(), "version")).isEqualTo("1");
    }
  }

  private record FunctionSourceCloser(FunctionSource source) implements AutoCloseable {
    @Override
    public void close() {
      source.close();
    }
  }

  @Test
  void theFunctionsOfEveryMemberAreThereTooAndAJarsOwnComesFirst() throws Exception {
    try (BundleFile file = pack(Jars.answering(temp, "double", "mine"))) {
      FunctionSource functions = of(file);
      assertThat(call(functions, "double")).isEqualTo("mine");
      assertThat(functions.find("square", "job")).isNotNull();
      assertThat(functions.find("nothing", "job")).isNull();
      functions.close();
    }
  }

  @Test
  void aJobThatShipsNothingHasNoneOfThem() throws Exception {
    try (BundleFile file = pack(Jars.answering(temp, "version", "1"))) {
      FunctionSource functions =
          ShippedFunctions.of(BuiltInFunctions.with(null), file).of(JobOptions.DEFAULT);
      assertThat(functions.find("version", "job")).isNull();
    }
  }

  @Test
  void anUnknownNameIsToldTheNearestOfTheJar() throws Exception {
    try (BundleFile file = pack(Jars.answering(temp, "version", "1"))) {
      FunctionSource known = ShippedFunctions.of(BuiltInFunctions.with(null), file);
      var language = new TaskLanguage(known, "job", JobOptions.DEFAULT.withShipped(file.shipped()));
      TaskCall call = language.parse("verison x".getBytes(UTF_8), 0, 9);
      assertThat(call).isInstanceOf(TaskCall.Invalid.class);
      assertThat(((TaskCall.Invalid) call).reason()).contains("did you mean \"version\"?");
      language.close();
    }
  }

  @Test
  void shippedCodeDoesNotSeeOurLibraries() throws Exception {
    Path sources = Files.createDirectory(temp.resolve("sources"));
    Files.writeString(
        sources.resolve("Looks.java"),
        """
        public final class Looks implements taskgrid.function.TaskFunction {
          @Override
          public String name() {
            return "looks";
          }

          @Override
          public String apply(String input, taskgrid.function.TaskContext context) {
            try {
              return Class.forName("com.hazelcast.core.Hazelcast").getName();
            } catch (ClassNotFoundException e) {
              return Thread.currentThread().getContextClassLoader().getName();
            }
          }
        }
        """);
    try (BundleFile file = pack(Jars.of(sources, "Looks"))) {
      FunctionSource functions = of(file);
      assertThat(call(functions, "looks")).isEqualTo("shipped");
      functions.close();
    }
    assertThat(Thread.currentThread().getContextClassLoader().getName()).isNotEqualTo("shipped");
  }

  @Test
  void aJarWhoseFunctionIsNotThereIsRefusedBeforeItIsSentAndSaysSoOnAMember() throws Exception {
    Path sources = Files.createDirectory(temp.resolve("sources"));
    Files.writeString(sources.resolve("Other.java"), "class Other {}");
    Path jar = Jars.of(sources, "not.There");
    try (BundleFile file = pack(jar)) {
      assertThatThrownBy(() -> ShippedFunctions.requireLoadable(file))
          .hasMessageStartingWith("--ship functions.jar: ")
          .hasMessageContaining("not.There");
      FunctionSource functions = of(file);
      assertThatThrownBy(() -> call(functions, "mine"))
          .hasMessageContaining(
              "functions cannot be loaded at member 127.0.0.1:5701: functions.jar: ")
          .hasMessageContaining("not.There");
      functions.close();
    }
  }

  @Test
  void whatIsNoJarIsRefused() throws IOException, GridException {
    Path jar = Files.writeString(temp.resolve("no.jar"), "no jar");
    try (BundleFile file = BundleFile.pack(List.of(jar))) {
      assertThatThrownBy(() -> ShippedFunctions.requireLoadable(file))
          .hasMessageContaining("no.jar: is no jar: ");
    }
  }

  @Test
  void whatAJobHasLoadedIsUnloaded() throws Exception {
    WeakReference<ClassLoader> loader = used();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (loader.get() != null) {
      assertThat(System.nanoTime()).as("unloaded").isLessThan(deadline);
      System.gc();
    }
  }

  private WeakReference<ClassLoader> used() throws Exception {
    try (BundleFile file = pack(Jars.answering(temp, "version", "1"))) {
      FunctionSource functions = of(file);
      assertThat(call(functions, "version")).isEqualTo("1");
      TaskFunction function = functions.find("version", "job");
      assertThat(function).isInstanceOf(ShippedFunction.class);
      functions.close();
      return new WeakReference<>(((ShippedFunction) function).loader());
    }
  }
}
