/** The claims that events of a cohort make, as far as rules and services say before anything is drawn. */
import type { ClaimKnowledge, ClaimRule, DrgConcept, Offset, ServiceClass, ServiceConcept } from '../../model/index.ts';
import { bestFit, bestFits } from '../best-fit.ts';
import type { CohortInLibrary } from '../context.ts';
import { nameKeys } from '../keys.ts';
import type { PlacedEvent, PlannedEvent } from '../planned-event.ts';
import { claimsOfPayer } from './of-payer.ts';
import { authorizationRuleOf, placedIn, rulesOf, stayOf } from './rules.ts';

/** One claim of each occurrence of an event. */
export interface ClaimTemplate<Event extends PlacedEvent = PlannedEvent> {
  readonly event: Event;
  readonly rule: ClaimRule;
  readonly class: ServiceClass;
  /** Care that nobody plans is covered out of network and needs no approval. */
  readonly isEmergency: boolean;
  /** Beginnings of the drawn reasons for which it is made; for all that no other claim of the rule and event is for where empty. */
  readonly reasons: readonly string[];
  /** Its name as a part of keys and streams. */
  readonly path: string;
  readonly key: number;
  /** The key of the claim that corrects or repeats it. */
  readonly againKey: number;
  readonly lines: readonly LineTemplate[];
  /** The sum of its lines' prices, before intensity, days and weight. */
  readonly total: number;
  /** Groups of which one is drawn; empty where it is not paid by stay. */
  readonly drgs: readonly DrgConcept[];
  /** Those of the rule's diagnosis, where the person is not known to have what the event is about. */
  readonly otherDrgs: readonly DrgConcept[];
}

/** A line bills from `before` to `after` of the prices added up along the claim. */
export interface LineTemplate {
  readonly service: string;
  readonly revenueCode: string | undefined;
  readonly code: string | undefined;
  readonly modifier: string | undefined;
  /** Its units are days. */
  readonly perDay: boolean;
  readonly before: number;
  readonly after: number;
}

/** Empty where there are no rules, or nobody is covered. */
export function claimTemplates<Event extends PlacedEvent>(
  events: readonly Event[],
  input: CohortInLibrary,
): readonly ClaimTemplate<Event>[] {
  const { cohort, library } = input;
  const { encounterClasses } = library.knowledge;
  const claims = claimsOfPayer(input);
  const emergencies = new Set(encounterClasses.flatMap(({ code, isEmergency }) => (isEmergency ? [code] : [])));
  if (claims === undefined || cohort.profile.coverage === undefined) return [];
  const primary = cohort.profile.conditions[0]?.code;
  const made = events.flatMap((event) =>
    rulesOf(event, claims).flatMap((rule) =>
      reasonGroups(event, rule, claims).map(({ reasons, billed }) => ({
        event,
        rule,
        reasons,
        path: pathOf(event, rule, billed),
      })),
    ),
  );
  const keys = keysOf(events, claims);
  return made.flatMap((one) => {
    const own = templateOf(one, claims, primary);
    const [key = 0, againKey = 0] = [keys.get(one.path), keys.get(again(one.path))];
    const isEmergency = emergencies.has(one.event.use.definition.encounterClass ?? '');
    return own === undefined ? [] : [{ ...one, ...own, isEmergency, key, againKey }];
  });
}

const again = (path: string): string => `${path}/again`;

/** Named after what is billed and not after the reasons, so that one more reason moves no claim for another. */
function pathOf({ path }: PlacedEvent, rule: ClaimRule, billed: readonly string[]): string {
  return [path, rule.name, ...billed].join('/');
}

interface ReasonGroup {
  readonly reasons: readonly string[];
  /** Names of services; none for all reasons that no group is about. */
  readonly billed: readonly string[];
}

/** What claims of the rule are told apart by, where the event names no reason: those with services of their own, and all others. */
function reasonGroups(
  { use }: PlacedEvent,
  rule: ClaimRule,
  { eventServices }: ClaimKnowledge,
): readonly ReasonGroup[] {
  const others: ReasonGroup = { reasons: [], billed: [] };
  if (rule.form !== 'professional' || use.definition.conditions.length > 0) return [others];
  const groups = new Map<string, ReasonGroup>();
  for (const { event, reasons, services } of eventServices) {
    if (event !== use.definition.name || reasons.length === 0) continue;
    const name = services.join('/');
    const known = groups.get(name)?.reasons ?? [];
    groups.set(name, { reasons: [...known, ...reasons], billed: services });
  }
  return [others, ...groups.values()];
}

/** Of claims and of authorizations, which share the numbers of a person's rows. */
function keysOf(events: readonly PlacedEvent[], claims: ClaimKnowledge): ReadonlyMap<string, number> {
  const names = events.flatMap((event) => [
    ...rulesOf(event, claims).flatMap((rule) =>
      reasonGroups(event, rule, claims)
        .map(({ billed }) => pathOf(event, rule, billed))
        .flatMap((path) => [path, again(path)]),
    ),
    ...(authorizationRuleOf(event, claims) === undefined ? [] : [authorizationPath(event)]),
  ]);
  return nameKeys(names);
}

function authorizationPath({ path }: PlacedEvent): string {
  return `${path}/authorization`;
}

/** An authorization that an event asks for. */
export interface AuthorizationTemplate {
  readonly event: PlannedEvent;
  readonly rule: ClaimRule;
  readonly key: number;
  /** The claim that bills what it is asked for: of the event that follows it, or that it comes before. */
  readonly billed: ClaimTemplate | undefined;
  /** That of the claim, or of the rule where there is none. */
  readonly service: string;
}

export function authorizationTemplates(
  events: readonly PlannedEvent[],
  templates: readonly ClaimTemplate[],
  { claims }: { readonly claims: ClaimKnowledge },
): readonly AuthorizationTemplate[] {
  const keys = keysOf(events, claims);
  return events.flatMap((event) => {
    const rule = authorizationRuleOf(event, claims);
    if (rule === undefined) return [];
    const bills = templates.filter((one) => one.event.journey.id === event.journey.id && isFor(event, one.event));
    const billed = bills.find((one) => one.rule.authorization) ?? bills[0];
    const service = billed?.lines[0]?.service ?? rule.services[0] ?? '';
    return [{ event, rule, key: keys.get(authorizationPath(event)) ?? 0, billed, service }];
  });
}

/** Whether the service waits for the authorization, or the authorization is placed before the service. */
function isFor(authorization: PlacedEvent, service: PlacedEvent): boolean {
  const { anchor, latest } = authorization.use.timing;
  const follows = service.use.timing.anchor;
  if (follows.kind === 'event' && follows.id === authorization.use.id) return true;
  return anchor.kind === 'event' && anchor.id === service.use.id && isBefore(latest);
}

function isBefore({ months, days, minutes }: Offset): boolean {
  return months < 0 || days < 0 || minutes < 0;
}

interface Made {
  readonly event: PlacedEvent;
  readonly rule: ClaimRule;
  readonly reasons: readonly string[];
}

/** Nothing where its services are not priced: what is missing is told when the cohort is checked. */
function templateOf(
  { event, rule, reasons: [drawn] }: Made,
  claims: ClaimKnowledge,
  primary: string | undefined,
): Pick<ClaimTemplate, 'class' | 'lines' | 'total' | 'drgs' | 'otherDrgs'> | undefined {
  const services = servicesOf(event, rule, claims, drawn ?? principalOf(event, primary));
  const [first] = services;
  const found = claims.classes.find(({ name }) => name === first?.class);
  if (first === undefined || found === undefined) return undefined;
  if (rule.per === 'stay') {
    const isSurgical = hasOperation(event);
    const lines = stayLines(first, isSurgical, claims);
    const drgs = drgsFor(event, principalOf(event, primary) ?? rule.diagnosis, claims);
    const otherDrgs = drgsFor(event, rule.diagnosis, claims);
    return { class: found, lines, total: lines.at(-1)?.after ?? 0, drgs, otherDrgs };
  }
  const lines = linesOf(services, rule, claims);
  return { class: found, lines, total: lines.at(-1)?.after ?? 0, drgs: [], otherDrgs: [] };
}

/** What a professional claim bills is the event's own, else what gives its results; else that of the rule. */
export function servicesOf(
  { use }: PlacedEvent,
  rule: ClaimRule,
  { services, eventServices }: ClaimKnowledge,
  reason?: string,
): readonly ServiceConcept[] {
  const { name, observations, type } = use.definition;
  const ofEvent = rule.form === 'professional' ? eventServices.filter(({ event }) => event === name) : [];
  const own = (rowFor(ofEvent, reason) ?? ofEvent.find(({ reasons }) => reasons.length === 0))?.services;
  const results = new Set(type === 'lab_order' ? observations.map(({ value }) => value) : []);
  const giving = services.filter((one) => one.observations.some((observation) => results.has(observation)));
  if (own === undefined && giving.length > 0) return giving;
  const names = own ?? rule.services;
  return names.flatMap((wanted) => services.find((one) => one.name === wanted) ?? []);
}

/** That of the longest beginning of the reason. */
export function rowFor<Row extends { readonly reasons: readonly string[] }>(
  rows: readonly Row[],
  reason: string | null | undefined,
): Row | undefined {
  return bestFit(rows, ({ reasons }) => reasons, reason);
}

/** Professional claims say nothing of the kind of charge. */
function linesOf(
  services: readonly ServiceConcept[],
  { form, per }: ClaimRule,
  { codes }: ClaimKnowledge,
): readonly LineTemplate[] {
  let before = 0;
  const perDay = per === 'day';
  return services.map(({ name, base, revenueCode: ofService }) => {
    const revenueCode = form === 'institutional' ? ofService : undefined;
    const code = codes.find(({ service }) => service === name);
    const after = cents(before + base);
    const line = { service: name, revenueCode, code: code?.code, modifier: code?.modifier, perDay, before, after };
    before = after;
    return line;
  });
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** The parts of what a stay is billed, in the order of the table. */
function stayLines(
  { base }: ServiceConcept,
  isSurgical: boolean,
  { stayLines: parts }: ClaimKnowledge,
): readonly LineTemplate[] {
  const used = parts
    .map(({ service, revenueCode, perDay, medical, surgical }) => ({
      service,
      revenueCode,
      perDay,
      part: isSurgical ? surgical : medical,
    }))
    .filter(({ part }) => part > 0);
  const whole = used.reduce((sum, { part }) => sum + part, 0);
  let reached = 0;
  return used.map(({ part, ...line }) => {
    const before = cents((base * reached) / whole);
    reached += part;
    return { ...line, code: undefined, modifier: undefined, before, after: cents((base * reached) / whole) };
  });
}

/** Whether an operation is done during the stay: it lists one, or one of its journey follows it. */
export function hasOperation(stay: PlacedEvent): boolean {
  if ((stay.use.definition.procedures ?? []).length > 0) return true;
  return placedIn(stay).some((one) => one.use.definition.type === 'procedure' && stayOf(one)?.use.id === stay.use.id);
}

/** The condition that the event is about, if it names one. */
export function principalOf({ use }: PlacedEvent, primary: string | undefined): string | undefined {
  const condition = use.definition.conditions[0]?.value;
  return condition === 'primary' ? primary : condition;
}

/**
 * Groups of a stay for the reason of this code: those whose longest beginning fits it; without any, those for everything else. What
 * speaks of the event goes before what speaks of any.
 */
export function drgsFor(event: PlacedEvent, code: string | undefined, { drgs }: ClaimKnowledge): readonly DrgConcept[] {
  const isSurgical = hasOperation(event);
  const own = drgs.filter((one) => isAbout(event, one));
  const ofOwn = groupsFor(own, code, isSurgical);
  const ofAny = drgs.filter(({ events }) => events.length === 0);
  return ofOwn.length > 0 ? ofOwn : groupsFor(ofAny, code, isSurgical);
}

/** Whether the group speaks of the event by its name. */
export function isAbout({ use }: PlacedEvent, { events }: DrgConcept): boolean {
  return events.includes(use.definition.name);
}

function groupsFor(drgs: readonly DrgConcept[], code: string | undefined, isSurgical: boolean): readonly DrgConcept[] {
  const able = drgs.filter(({ surgical }) => surgical === undefined || surgical === isSurgical);
  return bestFits(able, ({ conditions }) => conditions, code);
}
