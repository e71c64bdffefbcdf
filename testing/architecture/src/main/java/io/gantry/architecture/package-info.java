/// The rules that hold Gantry's structure, as a jar that every service's tests run over their own
/// classes.
///
/// Each rule says `because`. May not enter: exceptions for one service.
@NullMarked
package io.gantry.architecture;

import org.jspecify.annotations.NullMarked;
