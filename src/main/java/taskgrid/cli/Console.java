package taskgrid.cli;

import java.io.InputStream;
import java.io.OutputStream;
import taskgrid.cli.terminal.Talk;

/**
 * The three streams of this process.
 *
 * @param out for data and nothing else; unbuffered
 * @param talk everything that is said to people
 * @param outIsTerminal whether {@code out} is a terminal
 * @param errIsTerminal whether what is said goes to a terminal
 */
record Console(
    InputStream in, OutputStream out, Talk talk, boolean outIsTerminal, boolean errIsTerminal) {}
