package dev.groundwork.gcp;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud.Listed;
import dev.groundwork.cloud.Target;
import dev.groundwork.gcp.GoogleCloud.Sent;
import dev.groundwork.gcp.Policies.Member;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.PolicyMember;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// Resources that are one member of one role in another's policy, or one entry of its access list:
/// that is read, changed in one place, and written back with the etag that was read, so that a
/// change made meanwhile by others is never lost.
final class PolicyMembers {
  private final Wire wire;
  private final Projects projects;

  /// Within this run, changes of one policy queue here, and not at Google, who would refuse all but
  /// the first.
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  PolicyMembers(Wire wire, Projects projects) {
    this.wire = wire;
    this.projects = projects;
  }

  Answer read(Target target, PolicyMember policy) {
    return switch (get(target, policy)) {
      case Sent.Refused(var refusal) ->
          target.type().absentStatuses().contains(refusal.status())
              ? new Answer.Absent()
              : new Answer.Refused(refusal);
      case Sent.Done(var body) ->
          find(policy, body, role(target), member(target))
              .<Answer>map(found -> new Answer.Present(target.path(), found.observed()))
              .orElse(new Answer.Absent());
    };
  }

  Listed list(ResourceType type, PolicyMember policy, Map<String, String> scope) {
    return switch (get(new Target(type, scope), policy)) {
      case Sent.Refused(var refusal) -> new Listed.Refused(refusal);
      case Sent.Done(var body) -> {
        List<Answer.Present> found = new ArrayList<>();
        for (Member member : members(policy, body)) {
          Map<String, String> path = new TreeMap<>(scope);
          path.keySet().retainAll(type.parameters());
          path.put("role", member.role());
          path.put("member", member.member());
          found.add(new Answer.Present(path, member.observed()));
        }
        yield new Listed.Found(found);
      }
    };
  }

  Answer add(Target target, PolicyMember policy, Fields body) {
    Member wanted = new Member(role(target), member(target), body.fields("condition"));
    return change(target, policy, found -> with(policy, found, wanted), wanted, true);
  }

  Answer remove(Target target, PolicyMember policy, Fields observed) {
    Member unwanted = new Member(role(target), member(target), observed.fields("condition"));
    return change(target, policy, found -> without(policy, found, unwanted), unwanted, false);
  }

  private Answer change(
      Target target,
      PolicyMember policy,
      UnaryOperator<Fields> step,
      Member member,
      boolean adding) {
    Lock lock =
        locks.computeIfAbsent(
            target.type().host() + "/" + policy.get().uri(target.path()), _ -> new ReentrantLock());
    lock.lock();
    try {
      Sent got = get(target, policy);
      if (!(got instanceof Sent.Done(var before))) {
        Sent.Refused refused = (Sent.Refused) got;
        boolean gone =
            !adding && target.type().absentStatuses().contains(refused.refusal().status());
        return gone ? new Answer.Absent() : new Answer.Refused(refused.refusal());
      }
      boolean is = has(policy, before, member);
      if (is != adding) {
        Sent set = set(target, policy, before.text("etag"), step.apply(before));
        if (set instanceof Sent.Refused(var refusal)) {
          return new Answer.Refused(refusal);
        }
      }
      return adding ? new Answer.Present(target.path(), member.observed()) : new Answer.Absent();
    } finally {
      lock.unlock();
    }
  }

  private Sent get(Target target, PolicyMember policy) {
    return projects
        .completed(policy.get(), target.path())
        .then(
            path -> wire.call(Request.of(target.type().host(), policy.get(), path, Fields.EMPTY)));
  }

  private Sent set(Target target, PolicyMember policy, Optional<String> etag, Fields whole) {
    return projects
        .completed(policy.set(), target.path())
        .then(path -> {
          Request request = Request.of(target.type().host(), policy.set(), path, Fields.EMPTY);
          Fields fixed = request.body().orElse(Fields.EMPTY);
          return wire.call(
              switch (policy.form()) {
                case POLICY ->
                    request.withBody(Request.merge(fixed, Value.fields().with("policy", whole)));
                case WHOLE_POLICY -> request.withBody(whole);
                case ACCESS_LIST -> request.withBody(whole).ifMatch(etag);
              });
        });
  }

  private static List<Member> members(PolicyMember policy, Fields body) {
    return switch (policy.form()) {
      case POLICY, WHOLE_POLICY -> Policies.members(body);
      case ACCESS_LIST -> AccessEntries.members(body);
    };
  }

  private static Optional<Member> find(
      PolicyMember policy, Fields body, String role, String member) {
    return switch (policy.form()) {
      case POLICY, WHOLE_POLICY -> Policies.find(body, role, member);
      case ACCESS_LIST -> AccessEntries.find(body, role, member);
    };
  }

  private static boolean has(PolicyMember policy, Fields body, Member member) {
    return switch (policy.form()) {
      case POLICY, WHOLE_POLICY -> Policies.has(body, member);
      case ACCESS_LIST -> AccessEntries.has(body, member);
    };
  }

  private static Fields with(PolicyMember policy, Fields body, Member wanted) {
    return switch (policy.form()) {
      case POLICY, WHOLE_POLICY -> Policies.with(body, wanted);
      case ACCESS_LIST -> AccessEntries.with(body, wanted);
    };
  }

  private static Fields without(PolicyMember policy, Fields body, Member unwanted) {
    return switch (policy.form()) {
      case POLICY, WHOLE_POLICY -> Policies.without(body, unwanted);
      case ACCESS_LIST -> AccessEntries.without(body, unwanted);
    };
  }

  private static String role(Target target) {
    return Optional.ofNullable(target.path().get("role")).orElseThrow();
  }

  private static String member(Target target) {
    return Optional.ofNullable(target.path().get("member")).orElseThrow();
  }
}
