package taskgrid.job;

import taskgrid.grid.BatchKey;

/** What a submitter tells the reader of its job. Called on the submitter's thread. */
interface SubmitListener {
  SubmitListener NOBODY =
      new SubmitListener() {
        @Override
        public void restarted(BatchKey key) {}

        @Override
        public void changed() {}
      };

  /** A batch was lost and is sent again: its log begins from nothing. */
  void restarted(BatchKey key);

  /** The job was sealed, or the submitter failed. */
  void changed();
}
