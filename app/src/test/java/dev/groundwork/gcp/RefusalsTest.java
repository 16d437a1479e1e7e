package dev.groundwork.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Compute, Cloud SQL, Storage: errors[].reason
        "404 | notFound                     | The resource 'projects/p/global/networks/n' was not found                 | NOT_FOUND",
        "404 | instanceDoesNotExist         | The Cloud SQL instance does not exist.                                    | NOT_FOUND",
        "409 | alreadyExists                | The resource 'projects/p/global/networks/n' already exists                | ALREADY_EXISTS",
        "409 | instanceAlreadyExists        | The Cloud SQL instance already exists. When you delete an instance, ...   | ALREADY_EXISTS",
        "409 | conflict                     | You already own this bucket. Please select another name.                  | ALREADY_EXISTS",
        "409 | conflict                     | The bucket you tried to delete is not empty.                              | IN_USE",
        "409 | operationInProgress          | Operation failed because another operation was already in progress.       | BUSY",
        "400 | resourceNotReady             | The resource 'projects/p/global/networks/n' is not ready                  | BUSY",
        "400 | resourceInUseByAnotherResource | The network resource 'n' is already being used by 'f'                   | IN_USE",
        "412 | conditionNotMet              | Labels fingerprint either invalid or resource labels have changed         | CHANGED_MEANWHILE",
        "412 | conditionNotMet              | The resource cannot be deleted because it's being used by //other         | IN_USE",
        "403 | rateLimitExceeded            | Rate Limit Exceeded                                                       | RATE_LIMITED",
        "403 | quotaExceeded                | Quota 'NETWORKS' exceeded. Limit: 5.0 globally.                           | QUOTA",
        "403 | accessNotConfigured          | Cloud SQL Admin API has not been used in project 1 before or it is disabled. | API_DISABLED",
        "403 | forbidden                    | Required 'compute.networks.create' permission for 'projects/p'            | PERMISSION",
        "400 | invalid                      | Invalid value for field 'resource.IPCidrRange': '10'.                     | INVALID",
        "400 | invalid                      | The referenced network resource cannot be found.                          | NOT_FOUND",
        "500 | internalError                | Internal error                                                            | UNAVAILABLE",
      })
  void errors_with_a_reason(int status, String reason, String message, Kind kind) throws Exception {
    Fields body =
        Json.parseFields(
            "{\"error\":{\"code\":%d,\"message\":\"%s\",\"errors\":[{\"reason\":\"%s\",\"domain\":\"global\"}]}}"
                .formatted(status, message, reason));

    assertThat(Refusals.of(status, body, Optional.empty()).kind()).isEqualTo(kind);
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | NOT_FOUND           | Secret [projects/1/secrets/s] not found.                                              | NOT_FOUND",
        "409 | ALREADY_EXISTS      | Secret [projects/1/secrets/s] already exists.                                         | ALREADY_EXISTS",
        "409 | ABORTED             | There were concurrent policy changes. Please retry the whole read-modify-write.       | CHANGED_MEANWHILE",
        "400 | FAILED_PRECONDITION | The etag provided in the request does not match the etag of the resource.              | CHANGED_MEANWHILE",
        "400 | FAILED_PRECONDITION | Failed to delete connection; Producer services are still using this connection.        | IN_USE",
        "400 | INVALID_ARGUMENT    | Service account a@p.iam.gserviceaccount.com does not exist.                            | NOT_YET",
        "400 | INVALID_ARGUMENT    | Request contains an invalid argument.                                                  | INVALID",
        "429 | RESOURCE_EXHAUSTED  | Quota exceeded for quota metric 'Mutate requests' and limit 'per minute'               | RATE_LIMITED",
        "429 | RESOURCE_EXHAUSTED  | The project cannot be created because you have exceeded your allotted project quota.   | QUOTA",
        "403 | PERMISSION_DENIED   | The caller does not have permission                                                    | PERMISSION",
        "400 | FAILED_PRECONDITION | Billing account for project '1' is not found. Billing must be enabled for activation.  | OTHER",
        "401 | UNAUTHENTICATED     | Request had invalid authentication credentials.                                        | UNAUTHENTICATED",
        "503 | UNAVAILABLE         | The service is currently unavailable.                                                  | UNAVAILABLE",
      })
  void errors_with_a_status(int status, String name, String message, Kind kind) throws Exception {
    Fields body =
        Json.parseFields(
            "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}"
                .formatted(status, message, name));

    assertThat(Refusals.of(status, body, Optional.empty()).kind()).isEqualTo(kind);
  }

  @Test
  void the_reason_in_the_details_comes_first() throws Exception {
    Fields body =
        Json.parseFields(
            """
            {"error": {"code": 403, "status": "PERMISSION_DENIED",
              "message": "Secret Manager API has not been used in project 1 before or it is disabled.",
              "details": [{"@type": "type.googleapis.com/google.rpc.Help", "links": []},
                {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED", "domain": "googleapis.com"}]}}
            """);

    assertThat(Refusals.of(403, body, Optional.empty()))
        .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Kind.API_DISABLED))
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo("SERVICE_DISABLED"));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "409 | RESOURCE_ALREADY_EXISTS             | ALREADY_EXISTS",
        "400 | RESOURCE_IN_USE_BY_ANOTHER_RESOURCE | IN_USE",
        "400 | RESOURCE_NOT_READY                  | BUSY",
        "403 | QUOTA_EXCEEDED                      | QUOTA",
        "400 | NETWORK_NOT_PEERED                  | NOT_FOUND",
        "503 | INTERNAL_ERROR                      | UNAVAILABLE",
      })
  void errors_inside_operations_of_compute_and_cloud_sql(int status, String code, Kind kind)
      throws Exception {
    Fields operation =
        Json.parseFields(
            "{\"status\":\"DONE\",\"httpErrorStatusCode\":%d,\"error\":{\"errors\":[{\"code\":\"%s\",\"message\":\"words\"}]}}"
                .formatted(status, code));

    assertThat(Refusals.ofErrors(operation).kind()).isEqualTo(kind);
    assertThat(Refusals.ofErrors(operation).message()).isEqualTo("words");
  }

  @ParameterizedTest(name = "gRPC code {0}: {1}")
  @CsvSource({
    "3, INVALID",
    "4, UNAVAILABLE",
    "5, NOT_FOUND",
    "6, ALREADY_EXISTS",
    "7, PERMISSION",
    "8, RATE_LIMITED",
    "10, CHANGED_MEANWHILE",
    "13, UNAVAILABLE",
    "14, UNAVAILABLE",
    "16, UNAUTHENTICATED",
    "99, UNAVAILABLE"
  })
  void errors_inside_long_running_operations(int code, Kind kind) throws Exception {
    assertThat(
            Refusals.ofStatus(
                    Json.parseFields("{\"code\":%d,\"message\":\"words\"}".formatted(code)))
                .kind())
        .isEqualTo(kind);
  }

  @Test
  void an_answer_without_a_body_is_sorted_by_its_status() {
    assertThat(Refusals.of(502, Fields.EMPTY, Optional.empty()).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Refusals.of(502, Fields.EMPTY, Optional.empty()).message())
        .isEqualTo("HTTP status 502");
    assertThat(Refusals.of(418, Fields.EMPTY, Optional.empty()).kind()).isEqualTo(Kind.OTHER);
  }
}
