import { ENTERPRISE_USER, USER } from '../identity/scim/api.ts';
import { type Attribute, CORE, ENTERPRISE } from './attributes.ts';
import { MOST_RESULTS } from './list-users.ts';

const CORE_URN = 'urn:ietf:params:scim:schemas:core:2.0';

/** https://datatracker.ietf.org/doc/html/rfc7643#section-5, and `pagination` by https://datatracker.ietf.org/doc/html/rfc9865. */
export function serviceProviderConfig(base: string) {
  return {
    schemas: [`${CORE_URN}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MOST_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', maxPageSize: MOST_RESULTS },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token of this directory, made in the options of Counterpart',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  };
}

export function resourceTypes(base: string) {
  return [
    {
      schemas: [`${CORE_URN}:ResourceType`],
      id: 'User',
      name: 'User',
      description: 'An account',
      endpoint: '/Users',
      schema: USER,
      schemaExtensions: [{ schema: ENTERPRISE_USER, required: false }],
      meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
    },
  ];
}

export function schemas(base: string) {
  const schema = (id: string, name: string, description: string, attributes: Attribute[]) => ({
    schemas: [`${CORE_URN}:Schema`],
    ...{ id, name, description },
    attributes: attributes.map(describe),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  });
  return [
    schema(USER, 'User', 'An account', CORE),
    schema(ENTERPRISE_USER, 'Enterprise user', 'What an employer knows besides', ENTERPRISE),
  ];
}

/** RFC 7643 section 7. */
function describe({ subAttributes, ...attribute }: Attribute): Record<string, unknown> {
  return {
    ...attribute,
    returned: 'default',
    ...(attribute.type === 'complex' ? { subAttributes: subAttributes.map(describe) } : {}),
  };
}
