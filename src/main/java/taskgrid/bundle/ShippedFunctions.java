package taskgrid.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.jar.JarFile;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.function.FunctionSource;
import taskgrid.function.TaskFunction;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.Shipped;

/**
 * Functions, and before them those in the jars that the job has shipped. Each job has a class
 * loader of its own, so that two jobs can have two versions of a function.
 */
public final class ShippedFunctions implements FunctionSource {
  private static final Logger LOG = LogManager.getLogger(ShippedFunctions.class);

  private final FunctionSource others;
  private final Function<Shipped, List<Path>> jars;
  private final @Nullable JarFunctions own;

  private ShippedFunctions(
      FunctionSource others, Function<Shipped, List<Path>> jars, @Nullable JarFunctions own) {
    this.others = others;
    this.jars = jars;
    this.own = own;
  }

  /** On a member, which has the jars in its folder when the bundle is ready. */
  public static ShippedFunctions of(FunctionSource others, BundleFolder folder) {
    return new ShippedFunctions(others, shipped -> jars(folder, shipped), null);
  }

  /** Where the jars are packed, before they are sent. */
  public static ShippedFunctions of(FunctionSource others, BundleFile file) {
    return new ShippedFunctions(others, shipped -> file.jars(), null);
  }

  /**
   * Packs files, and refuses a jar whose functions cannot be loaded, before it is sent.
   *
   * @return null if there are none
   * @throws GridException which names the file or jar and says why
   */
  public static @Nullable BundleFile pack(List<Path> paths) throws GridException {
    if (paths.isEmpty()) {
      return null;
    }
    BundleFile files = BundleFile.pack(paths);
    try {
      requireLoadable(files);
      return files;
    } catch (GridException e) {
      files.close();
      throw e;
    }
  }

  static void requireLoadable(BundleFile files) throws GridException {
    for (Path jar : files.jars()) {
      try (JarFunctions functions = JarFunctions.load(List.of(jar))) {
        // A class loader takes what is no jar for an empty one.
        new JarFile(jar.toFile()).close();
        if (functions.broken() != null) {
          throw new GridException("--ship " + functions.broken());
        }
      } catch (IOException e) {
        throw new GridException("--ship " + jar + ": is no jar: " + e.getMessage(), e);
      }
    }
  }

  private static List<Path> jars(BundleFolder folder, Shipped shipped) {
    if (!folder.ready().contains(shipped.id())) {
      return List.of();
    }
    Path files = folder.folder(shipped.id());
    return shipped.jars().stream().map(files::resolve).toList();
  }

  @Override
  public FunctionSource of(JobOptions options) {
    Shipped shipped = options.shipped();
    FunctionSource rest = others.of(options);
    List<Path> mine = shipped == null ? List.of() : jars.apply(shipped);
    return new ShippedFunctions(rest, jars, mine.isEmpty() ? null : JarFunctions.load(mine));
  }

  @Override
  public @Nullable TaskFunction find(String name, String job) {
    TaskFunction shipped = own == null ? null : own.find(name);
    if (shipped != null) {
      return shipped;
    }
    TaskFunction other = others.find(name, job);
    return other != null || own == null ? other : own.instead(name);
  }

  @Override
  public Collection<TaskFunction> all() {
    List<TaskFunction> all = new ArrayList<>(others.all());
    if (own != null) {
      all.addAll(own.all());
    }
    return all;
  }

  @Override
  public void close() {
    others.close();
    if (own != null) {
      try {
        own.close();
      } catch (IOException e) {
        LOG.debug("a jar was not closed: {}", e.toString());
      }
    }
  }
}
