/// What OpenAI's API is made of, whatever a server computes.
///
/// Lives here: its error object, and how a request is told to be wrong. May not enter: any path of
/// the API.
@NullMarked
package io.gantry.runtime.server.openai;

import org.jspecify.annotations.NullMarked;
