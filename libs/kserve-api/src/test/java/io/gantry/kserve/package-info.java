/// What the tests of this module share: the directory of KServe's own manifests and vectors.
@NullMarked
package io.gantry.kserve;

import org.jspecify.annotations.NullMarked;
