/// With which credentials a model is downloaded.
///
/// [io.gantry.loader.credentials.Locations] follows an artifact's reference to secrets;
/// [io.gantry.loader.credentials.KServeSecrets] reads of them what KServe's storage initializer
/// would be given. May not enter: what a source does with credentials, and anything that writes one
/// down or says it.
@NullMarked
package io.gantry.loader.credentials;

import org.jspecify.annotations.NullMarked;
