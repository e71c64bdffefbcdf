/// Errors of the `/v1` APIs as RFC 9457 problem details.
///
/// Throw [io.gantry.problem.ProblemException] out of a resource; the mapper answers
/// `application/problem+json`. Types are stable URNs, details are for people and never name
/// classes. May not enter: the problems of one service.
@NullMarked
package io.gantry.problem;

import org.jspecify.annotations.NullMarked;
