/// `file://`: a file or directory tree of this machine.
@NullMarked
package io.gantry.loader.fetch.file;

import org.jspecify.annotations.NullMarked;
