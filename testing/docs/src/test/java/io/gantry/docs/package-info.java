/// Documentation that is made of the code, and the tests that hold it to the code.
///
/// Lives here: reading of sources by the compiler's own parser, and the writing of pages in
/// `docs/`. May not enter: anything that needs a running service.
@NullMarked
package io.gantry.docs;

import org.jspecify.annotations.NullMarked;
