/// What is answered when no endpoint has answered: an address that does not exist, a body that is
/// too large, a database that is away.
///
/// `/apis` answers Kubernetes' `Status`, everything else problem+json. May not enter: the errors of
/// one endpoint, which it makes itself.
@NullMarked
package io.gantry.registry.error;

import org.jspecify.annotations.NullMarked;
