/// Profiles: the defaults for a model that is being developed, and for one that people rely on.
///
/// Lives here: the profiles' figures and their list at `/v1/profiles`. May not enter: how a model
/// is written with them, which is `model`'s affair.
@NullMarked
package io.gantry.registry.profile;

import org.jspecify.annotations.NullMarked;
