package taskgrid.grid;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import taskgrid.task.Shipped;

/**
 * The shipped files that a member has on its disk, each archive once however many jobs use it. All
 * methods may be called from any thread; those that throw IOException block.
 */
public interface Bundles {
  /** Of a member to which nothing can be shipped. */
  Bundles NONE =
      new Bundles() {
        @Override
        public Set<String> ready() {
          return Set.of();
        }

        @Override
        public long write(String job, Shipped bundle, long offset, byte[] piece)
            throws IOException {
          throw new IOException("it takes no files");
        }

        @Override
        public byte @Nullable [] read(String id, long offset, int most) {
          return null;
        }

        @Override
        public @Nullable String trouble(String id) {
          return "it takes no files";
        }

        @Override
        public void use(String job, String id) {
          // There is nothing that it could use.
        }

        @Override
        public void forget(String job) {
          // As above.
        }

        @Override
        public List<String> jobs() {
          return List.of();
        }
      };

  /** Ids of the archives that are whole and unpacked here. */
  Set<String> ready();

  /**
   * Adds a piece of an archive that a job needs. Pieces come in order; one that does not fit is
   * left out. After the last one the archive is unpacked, and is ready.
   *
   * @return from where on it wants more; the size of the archive when it is ready
   * @throws IOException if it cannot be stored or unpacked, or is not what its id says
   */
  long write(String job, Shipped bundle, long offset, byte[] piece) throws IOException;

  /**
   * A piece of an archive.
   *
   * @return at most so many bytes; null if the archive is not ready here
   */
  byte @Nullable [] read(String id, long offset, int most) throws IOException;

  /** Why an archive could not be stored here when that was last tried; null if it could. */
  @Nullable String trouble(String id);

  /** A job needs an archive that may be here already. */
  void use(String job, String id);

  /** A job needs nothing any more; what no other job needs is deleted. */
  void forget(String job);

  /** The jobs that need something that is here. */
  List<String> jobs();
}
