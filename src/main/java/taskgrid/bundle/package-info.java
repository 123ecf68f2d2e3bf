/**
 * Files that jobs bring along ({@code --ship}): packed by whoever submits ({@link
 * taskgrid.bundle.BundleFile}), kept and unpacked by members ({@link
 * taskgrid.bundle.BundleFolder}), and the functions in shipped jars ({@link
 * taskgrid.bundle.ShippedFunctions}). Knows of the grid only that somebody carries the pieces.
 */
@NullMarked
package taskgrid.bundle;

import org.jspecify.annotations.NullMarked;
