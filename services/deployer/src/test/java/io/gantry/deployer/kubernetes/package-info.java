/// The platform `kubernetes`, part by part; against a real API server it is tested in
/// `testing/e2e`.
@NullMarked
package io.gantry.deployer.kubernetes;

import org.jspecify.annotations.NullMarked;
