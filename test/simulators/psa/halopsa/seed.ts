/**
 * What a stand-in HaloPSA starts with, in Halo's own field names. Required fields are the ones without `?`;
 * any other field of a record may be given and is answered as it is.
 */
export interface HaloClientSeed extends Extra {
  id: number;
  name: string;
  main_site_id: number;
  inactive?: boolean;
  domain?: string;
  website?: string;
  azure_tenants?: { azure_tenant_id: string; azure_tenant_name?: string; azure_tenant_domain?: string }[];
}

export interface HaloSiteSeed extends Extra {
  id: number;
  client_id: number;
  name: string;
  inactive?: boolean;
  emaildomain?: string;
}

/** An end user. `name` "General User" marks the client's placeholder. */
export interface HaloUserSeed extends Extra {
  id: number;
  client_id: number;
  site_id: number;
  name: string;
  firstname?: string;
  surname?: string;
  emailaddress?: string;
  email2?: string;
  email3?: string;
  phonenumber?: string;
  mobilenumber?: string;
  mobilenumber2?: string;
  homenumber?: string;
  login?: string;
  samaccountname?: string;
  inactive?: boolean;
  isserviceaccount?: boolean;
  azureoid?: string;
  azure_tenant_id?: string;
  googleworkplace_id?: string;
  oktaid?: string;
  third_party_guid?: string;
}

/** `user_id` -1 and no user: a mail from an unknown sender, who then is in `user_name`, `user_email` or `reportedby`. */
export interface HaloTicketSeed extends Extra {
  id: number;
  summary: string;
  client_id: number;
  site_id?: number;
  user_id: number;
  user_name?: string;
  user_email?: string;
  reportedby?: string;
  details?: string;
  status_id?: number;
  agent_id?: number;
}

/** What happened on a ticket: a note, or a mail with where it came from and where its answer was to go. */
export interface HaloActionSeed extends Extra {
  id: number;
  ticket_id: number;
  hiddenfromuser?: boolean;
  emailfrom?: string;
  replytoaddress?: string;
  emaildirection?: 'I' | 'O';
}

export interface HaloAgentSeed extends Extra {
  id: number;
  name: string;
  email?: string;
}

export interface HaloSeed {
  clients: HaloClientSeed[];
  sites: HaloSiteSeed[];
  users: HaloUserSeed[];
  tickets: HaloTicketSeed[];
  actions?: HaloActionSeed[];
  agents: HaloAgentSeed[];
}

interface Extra {
  [field: string]: unknown;
}
