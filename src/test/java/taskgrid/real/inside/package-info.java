/**
 * What tests put inside a real member, as a Java agent beside the unchanged jar: it writes down
 * every execution of a task and answers questions about the JVM. Start at {@link
 * taskgrid.real.inside.Observer}.
 */
package taskgrid.real.inside;
